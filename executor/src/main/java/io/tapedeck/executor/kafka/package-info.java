/**
 * The executor's Kafka shell: one writer thread that reads approved commands, lets the core decide,
 * and writes journal, events and offsets in transactions. Only here are Kafka clients used.
 */
@NullMarked
package io.tapedeck.executor.kafka;

import org.jspecify.annotations.NullMarked;
