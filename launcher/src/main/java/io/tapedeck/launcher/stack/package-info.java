/** Starts the parts of a local pipeline, in this process or as processes of their own. */
@NullMarked
package io.tapedeck.launcher.stack;

import org.jspecify.annotations.NullMarked;
