/**
 * What the registry knows and decides: subjects, versions, ids, compatibility, and the records that
 * change them. Decisions are returned as records, never performed. Must not import Kafka or HTTP.
 */
@NullMarked
package io.tapedeck.localstack.registry.catalog;

import org.jspecify.annotations.NullMarked;
