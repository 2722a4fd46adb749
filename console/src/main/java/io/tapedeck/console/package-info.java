/**
 * The control API: what people and scripts command, and what they may look at. Meets the services
 * in topics only.
 */
@NullMarked
package io.tapedeck.console;

import org.jspecify.annotations.NullMarked;
