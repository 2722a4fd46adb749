package io.tapedeck.replay.proof;

import io.tapedeck.runtime.config.Default;
import io.tapedeck.runtime.config.Doc;
import io.tapedeck.runtime.config.Min;
import java.nio.file.Path;
import java.time.Duration;

/** Config section {@code verifier}: the journal proved all the time, beside the risk service. */
public record VerifierConfig(
    @Doc("false: nobody proves the journal but 'replay verify'") @Default("true") boolean enabled,
    @Doc(
            "folder of anchors and snapshots; best on another machine's disk: what is beside the broker goes with it")
        @Default("${TAPEDECK_HOME:-.tapedeck}/proof")
        Path folder,
    @Doc("entries of a partition between two anchors") @Default("1000") @Min(1)
        long anchorEveryEntries,
    @Doc("entries of a partition between two snapshots, from which a restart goes on")
        @Default("100000")
        @Min(1)
        long snapshotEveryEntries,
    @Doc("how long a decision may come after its journal entry before it counts as missing")
        @Default("10s")
        @Min(100)
        Duration decisionPatience) {}
