package io.tapedeck.launcher.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a demo plays.
 *
 * @param ticks of the synthetic market
 * @param tape a recorded market instead; null for the synthetic one
 */
public record DemoOptions(long ticks, @Nullable Path tape) {}
