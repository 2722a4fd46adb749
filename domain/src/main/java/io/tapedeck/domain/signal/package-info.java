/**
 * What signals and strategies look at: scores, feature vectors, observations. The only package of
 * the domain that may hold {@code double}; no value crosses from here into money. JDK and domain
 * only.
 */
@NullMarked
package io.tapedeck.domain.signal;

import org.jspecify.annotations.NullMarked;
