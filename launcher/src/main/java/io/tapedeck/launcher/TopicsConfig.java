package io.tapedeck.launcher;

import io.tapedeck.runtime.config.Default;
import io.tapedeck.runtime.config.Doc;
import io.tapedeck.runtime.config.Max;
import io.tapedeck.runtime.config.Min;

/** Config section {@code topics}. */
public record TopicsConfig(
    @Doc("partitions of each topic; fixed once a topic holds data") @Default("4") @Min(1) @Max(1024)
        int partitions) {}
