/**
 * What integration tests of all modules start a real broker and registry with. Must not be used by
 * production code, nor depend on a test framework.
 */
@NullMarked
package io.tapedeck.localstack.harness;

import org.jspecify.annotations.NullMarked;
