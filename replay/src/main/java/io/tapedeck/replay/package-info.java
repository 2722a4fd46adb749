/**
 * Plays the tape again: verification of the risk journal, exported records. Uses the services' pure
 * cores, never their shells. Must not import launcher.
 */
@NullMarked
package io.tapedeck.replay;

import org.jspecify.annotations.NullMarked;
