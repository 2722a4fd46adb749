/**
 * Alerts that Alertmanager tells of, who acknowledged them, and what happens when nobody does. Must
 * not import console.http.
 */
@NullMarked
package io.tapedeck.console.alerts;

import org.jspecify.annotations.NullMarked;
