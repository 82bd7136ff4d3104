package dev.intact.files;

import dev.intact.files.dpkg.DpkgExplainer;
import dev.intact.files.dpkg.DpkgPlaces;
import dev.intact.files.explain.Explainer;
import dev.intact.files.rotate.RotationExplainer;
import dev.intact.files.rpm.RpmExplainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The sources of explanations of a machine. */
public final class HostSources {

  private static final String FETCH = "INTACT_FETCH_PACKAGES";
  private static final Path ROOT = Path.of("/");

  private HostSources() {}

  /**
   * Whether the environment asks for archives of packages to be fetched again.
   *
   * @param environment by name
   * @return true if {@code INTACT_FETCH_PACKAGES} is {@code yes}
   */
  public static boolean isFetching(Map<String, String> environment) {
    return environment.getOrDefault(FETCH, "").equals("yes");
  }

  /**
   * Those of this machine: its package managers, and the rotation of logs.
   *
   * @param fetch whether archives of packages that are not kept are fetched again by apt
   * @return in the order in which they are asked
   */
  public static List<Explainer> of(boolean fetch) {
    return List.of(
        new DpkgExplainer(DpkgPlaces.of(ROOT).withFetch(fetch)),
        new RpmExplainer(ROOT),
        new RotationExplainer());
  }
}
