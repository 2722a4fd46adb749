/** The commands. Data goes to standard output, progress and logs to standard error. */
@NullMarked
package io.tapedeck.launcher.cli;

import org.jspecify.annotations.NullMarked;
