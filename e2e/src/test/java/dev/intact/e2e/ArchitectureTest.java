package dev.intact.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of the house: dependencies run downward, and the ground floor is pure. */
final class ArchitectureTest {

  private static final String[] CORE = {
    "dev.intact.merkle..", "dev.intact.tile..", "dev.intact.json..", "dev.intact.key..",
    "dev.intact.note..", "dev.intact.bundle..", "dev.intact.finding..", "dev.intact.record.."
  };
  private static final String[] ABOVE_CORE = {
    "dev.intact.verify..",
    "dev.intact.log..",
    "dev.intact.audit..",
    "dev.intact.files..",
    "dev.intact.server..",
    "dev.intact.bench..",
    "dev.intact.cli.."
  };

  private static JavaClasses product = new ClassFileImporter().importClasses();

  @BeforeAll
  static void load() {
    product =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.intact");
  }

  @Test
  void theGroundFloorKnowsNothingAboveItAndNothingOutsideTheJdk() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ABOVE_CORE)
        .check(product);
    classes()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.intact..", "java..", "org.jspecify..")
        .check(product);
  }

  @Test
  void theGroundFloorHasNoFilesNoNetworkNoThreadsAndNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..", "java.util.concurrent", "java.sql..")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(product);
  }

  @Test
  void theOfflineVerifierStandsOnTheGroundFloorAlone() {
    noClasses()
        .that()
        .resideInAPackage("dev.intact.verify..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.intact.log..", "dev.intact.audit..", "dev.intact.server..", "dev.intact.cli..")
        .check(product);
  }

  @Test
  void theLogKnowsNoCapabilityAndACapabilityKnowsNoTop() {
    noClasses()
        .that()
        .resideInAPackage("dev.intact.log..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.intact.audit..",
            "dev.intact.files..",
            "dev.intact.monitor..",
            "dev.intact.server..",
            "dev.intact.cli..",
            "dev.intact.verify..")
        .check(product);
    noClasses()
        .that()
        .resideInAPackage("dev.intact.audit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.intact.files..",
            "dev.intact.monitor..",
            "dev.intact.server..",
            "dev.intact.cli..",
            "dev.intact.verify..")
        .check(product);
    noClasses()
        .that()
        .resideInAPackage("dev.intact.files..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.intact.audit..",
            "dev.intact.monitor..",
            "dev.intact.server..",
            "dev.intact.cli..",
            "dev.intact.verify..")
        .check(product);
    noClasses()
        .that()
        .resideInAPackage("dev.intact.server..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.intact.cli..", "dev.intact.verify..")
        .check(product);
  }

  @Test
  void whatWatchesKnowsNoCapability() {
    noClasses()
        .that()
        .resideInAPackage("dev.intact.monitor..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.intact.audit..",
            "dev.intact.files..",
            "dev.intact.server..",
            "dev.intact.cli..",
            "dev.intact.verify..")
        .check(product);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.intact.monitor..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.snakeyaml..", "jakarta.mail..", "org.eclipse.angus..")
        .check(product);
  }

  @Test
  void jettyAndPrometheusAreKnownToTheServerAloneAndPicocliToTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.intact.server..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.eclipse.jetty..", "io.prometheus..")
        .check(product);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.intact.cli..", "picocli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(product);
  }

  @Test
  void packagesHaveNoCircles() {
    slices().matching("dev.intact.(**)").should().beFreeOfCycles().check(product);
  }

  @Test
  void timeAndRandomnessArePassedIn() {
    noClasses()
        .that()
        .resideInAPackage("dev.intact..")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callConstructor(java.util.Random.class)
        .check(product);
  }

  @Test
  void noStaticStateChanges() {
    noFields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage("dev.intact..")
        .and()
        .areStatic()
        .should()
        .notHaveModifier(JavaModifier.FINAL)
        .check(product);
  }
}
