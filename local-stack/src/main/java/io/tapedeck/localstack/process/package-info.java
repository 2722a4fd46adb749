/**
 * Child JVMs of the local stack: how one is launched, found again, paused, killed and stopped, and
 * who holds a port. Must not import Kafka, nor anything of the broker, the registry or the harness.
 */
@NullMarked
package io.tapedeck.localstack.process;

import org.jspecify.annotations.NullMarked;
