/**
 * Readers and writers of the topics that the console shows or owns. Must not import console.http.
 */
@NullMarked
package io.tapedeck.console.kafka;

import org.jspecify.annotations.NullMarked;
