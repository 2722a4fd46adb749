package io.tapedeck.signals.kafka;

import io.tapedeck.runtime.Platform;
import io.tapedeck.signals.core.ModelSource;
import io.tapedeck.signals.core.SignalPlan;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What all shells of the process share.
 *
 * @param shadow a model that scores beside the one in use and leads to nothing; null for none
 * @param commitOnDecision whether a commit is asked for when an intent leaves
 * @param slowOperation an operation that takes longer is warned of
 */
public record SignalWiring(
    Platform platform,
    SignalPlan plan,
    ModelSwitch models,
    @Nullable ModelSource shadow,
    AccountViews accounts,
    OrderInboxes orders,
    StrategySwitches strategies,
    StrategyWatch watch,
    boolean commitOnDecision,
    Duration slowOperation) {}
