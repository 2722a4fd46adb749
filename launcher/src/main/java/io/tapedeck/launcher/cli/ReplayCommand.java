package io.tapedeck.launcher.cli;

import picocli.CommandLine.Command;

/** {@code replay}. */
@Command(
    name = "replay",
    description = "Plays what happened again.",
    subcommands = {
      VerifyCommand.class,
      CertificateCommand.class,
      SignalsReplayCommand.class,
      WhatIfCommand.class,
      GoldenCommand.class
    })
final class ReplayCommand {}
