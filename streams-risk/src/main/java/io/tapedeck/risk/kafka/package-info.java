/**
 * The shell around the engine: reads records and stores, journals, calls decide, writes outputs.
 */
@NullMarked
package io.tapedeck.risk.kafka;

import org.jspecify.annotations.NullMarked;
