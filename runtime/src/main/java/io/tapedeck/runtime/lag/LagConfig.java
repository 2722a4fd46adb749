package io.tapedeck.runtime.lag;

import io.tapedeck.runtime.config.Default;
import io.tapedeck.runtime.config.Doc;
import io.tapedeck.runtime.config.Min;
import io.tapedeck.runtime.config.NotEmpty;
import java.time.Duration;
import java.util.List;

/** Config section {@code lag}: the poller of consumer lag. */
public record LagConfig(
    @Doc("between two looks at the cluster") @Default("5000") @Min(100) Duration interval,
    @Doc("longest time that one look may read records for their times") @Default("2000") @Min(100)
        Duration readWithin,
    @Doc("label cluster_name of its series") @Default("tapedeck") @NotEmpty String clusterName,
    @Doc(
            "groups besides those of risk and signals that must have members; an absent one"
                + " is shown with none")
        @Default("")
        List<String> expectedGroups) {}
