/**
 * What operators ask of a stack: its logs, its state, its stop. Used by the command line; knows the
 * local stack's files, and services only by their endpoints and topics.
 */
@NullMarked
package io.tapedeck.launcher.ops;

import org.jspecify.annotations.NullMarked;
