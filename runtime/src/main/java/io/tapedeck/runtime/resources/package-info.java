/**
 * What a process has of its machine: CPU, memory, disk; and who speaks up when it gets scarce. Must
 * not import a service module.
 */
@NullMarked
package io.tapedeck.runtime.resources;

import org.jspecify.annotations.NullMarked;
