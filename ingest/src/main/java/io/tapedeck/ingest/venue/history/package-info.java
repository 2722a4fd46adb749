/** What venues tell of the past over REST, page by page. Must not import Kafka. */
@NullMarked
package io.tapedeck.ingest.venue.history;

import org.jspecify.annotations.NullMarked;
