/**
 * One lane per account: the only thread that talks to the venue for it, so that sends, questions
 * and nonces have one order. Must not import Kafka.
 */
@NullMarked
package io.tapedeck.executor.lane;

import org.jspecify.annotations.NullMarked;
