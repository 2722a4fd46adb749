/**
 * One lifecycle for everything that runs: ordered start, reverse stop, failure that ends the
 * process with a code. Must not import Kafka or Micrometer; must not call System.exit.
 */
@NullMarked
package io.tapedeck.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
