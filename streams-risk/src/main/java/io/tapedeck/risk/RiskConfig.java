package io.tapedeck.risk;

import io.tapedeck.runtime.config.Default;
import io.tapedeck.runtime.config.Doc;
import io.tapedeck.runtime.config.NotEmpty;

/** Config section {@code risk}. The limits themselves are records, see risk-limits.yaml. */
public record RiskConfig(
    @Doc("identity of the risk application on the cluster; a new one rebuilds from the journal")
        @Default("tapedeck-risk-v1")
        @NotEmpty
        String applicationId) {}
