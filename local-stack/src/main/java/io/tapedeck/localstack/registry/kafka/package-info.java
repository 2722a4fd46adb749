/**
 * The registry's storage: the compacted {@code _schemas} topic, read into the catalogue and written
 * in transactions. Must not import HTTP.
 */
@NullMarked
package io.tapedeck.localstack.registry.kafka;

import org.jspecify.annotations.NullMarked;
