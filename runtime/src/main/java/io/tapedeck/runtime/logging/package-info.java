/**
 * Logback wiring: human text or JSON on standard error, optional rolling file, redaction and
 * neutralised control characters in every line, levels that change at run time. Must not import
 * Kafka or a service module.
 */
@NullMarked
package io.tapedeck.runtime.logging;

import org.jspecify.annotations.NullMarked;
