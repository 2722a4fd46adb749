/**
 * Reports as one HTML file each: charts are inline SVG, drawn here; nothing is loaded from
 * anywhere. Every text goes through {@link io.tapedeck.replay.report.Html}, which escapes it.
 */
@NullMarked
package io.tapedeck.replay.report;

import org.jspecify.annotations.NullMarked;
