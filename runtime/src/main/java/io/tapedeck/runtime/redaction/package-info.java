/**
 * Keeps secrets and forged lines out of text that people read. JDK only; must not import the
 * logging framework or config.
 */
@NullMarked
package io.tapedeck.runtime.redaction;

import org.jspecify.annotations.NullMarked;
