package io.tapedeck.launcher.cli;

import io.tapedeck.runtime.health.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** Version and commit of this build. */
final class BuildVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    BuildInfo build = BuildInfo.load();
    return new String[] {"tapedeck " + build.version() + " (" + build.commit() + ")"};
  }
}
