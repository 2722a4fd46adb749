package io.tapedeck.launcher.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a demo plays, and how.
 *
 * @param ticks of the synthetic market
 * @param tape a recorded market instead; null for the synthetic one
 * @param processes true for each part in a JVM of its own
 * @param console true to serve the control API, too
 */
public record DemoOptions(long ticks, @Nullable Path tape, boolean processes, boolean console) {}
