/**
 * The tape as people and scripts see it: values for JSON, in plain words. Must not import
 * console.http.
 */
@NullMarked
package io.tapedeck.console.view;

import org.jspecify.annotations.NullMarked;
