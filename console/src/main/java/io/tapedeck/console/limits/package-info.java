/**
 * Changes of limits as values: from the versions in force and a wish to the next version, or to
 * every problem. Must not import Kafka.
 */
@NullMarked
package io.tapedeck.console.limits;

import org.jspecify.annotations.NullMarked;
