/**
 * The broker in a container, by Testcontainers, for integration tests under {@code -Pdocker}.
 * Testcontainers is on the class path of tests only, so nothing but the service loader may refer to
 * this package.
 */
@NullMarked
package io.tapedeck.localstack.container;

import org.jspecify.annotations.NullMarked;
