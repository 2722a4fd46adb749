/**
 * What a proof of the journal leaves behind, and who proves it all the time: signed certificates
 * and the shadow verifier. Knows the fold, never a service's shell.
 */
@NullMarked
package io.tapedeck.replay.proof;

import org.jspecify.annotations.NullMarked;
