/**
 * The limits by name: what they bound, how scopes combine, what is wrong with them. JDK and domain
 * only.
 */
@NullMarked
package io.tapedeck.domain.limits;

import org.jspecify.annotations.NullMarked;
