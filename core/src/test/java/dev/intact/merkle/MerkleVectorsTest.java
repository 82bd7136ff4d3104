package dev.intact.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.intact.json.Json;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.json.JsonValue;
import dev.intact.testkit.Vectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The proofs of transparency-dev/merkle, good and bad: 518 verdicts. */
final class MerkleVectorsTest {

  private interface Case {
    void verify(JsonObject json) throws Exception;
  }

  @Test
  void acceptsAndRefusesEveryInclusionProof() throws Exception {
    run(
        "inclusion",
        98,
        c ->
            ProofVerifier.inclusion(
                hash(c, "leafHash"),
                new InclusionProof(number(c, "leafIdx"), number(c, "treeSize"), path(c)),
                root(c, "root")));
  }

  @Test
  void acceptsAndRefusesEveryConsistencyProof() throws Exception {
    run(
        "consistency",
        98,
        c ->
            ProofVerifier.consistency(
                new ConsistencyProof(number(c, "size1"), number(c, "size2"), path(c)),
                root(c, "root1"),
                root(c, "root2")));
  }

  @Test
  void acceptsAndRefusesEverySubtreeInclusionProof() throws Exception {
    run(
        "subtreeinclusion",
        204,
        c ->
            ProofVerifier.subtreeInclusion(
                hash(c, "leafHash"),
                number(c, "leafIdx"),
                number(c, "start"),
                number(c, "end"),
                path(c),
                root(c, "root")));
  }

  @Test
  void acceptsAndRefusesEverySubtreeConsistencyProof() throws Exception {
    run(
        "subtreeconsistency",
        118,
        c ->
            ProofVerifier.subtreeConsistency(
                number(c, "start"),
                number(c, "end"),
                number(c, "size"),
                path(c),
                root(c, "root1"),
                root(c, "root2")));
  }

  private static void run(String folder, int expected, Case verifier) throws Exception {
    Path dir = Vectors.require("merkle").resolve(folder);
    List<Path> files;
    try (Stream<Path> walk = Files.walk(dir)) {
      files = walk.filter(p -> p.toString().endsWith(".json")).sorted().toList();
    }
    assertThat(files).hasSize(expected);
    for (Path file : files) {
      JsonObject json = (JsonObject) Json.parse(Files.readAllBytes(file), JsonLimits.ECMA);
      boolean wantErr = json.get("wantErr").filter(v -> Json.text(v).equals("true")).isPresent();
      boolean refused = refuses(verifier, json);
      if (refused != wantErr) {
        fail("%s: refused %s, upstream %s", dir.relativize(file), refused, wantErr);
      }
    }
  }

  private static boolean refuses(Case verifier, JsonObject json) throws Exception {
    try {
      verifier.verify(json);
      return false;
    } catch (ProofException | IllegalArgumentException | ArithmeticException e) {
      return true;
    }
  }

  private static long number(JsonObject c, String name) {
    // Sizes beyond 2^63 - 1 stand in the vectors as doubles; they are out of bounds for us as for
    // everybody.
    return c.get(name).map(v -> new java.math.BigDecimal(Json.text(v)).longValueExact()).orElse(0L);
  }

  private static Hash hash(JsonObject c, String name) {
    return Hash.parseBase64(c.string(name).orElse(""));
  }

  /**
   * Some roots upstream are words of any length, compared only with each other: their hashes stand
   * for them.
   */
  private static Hash root(JsonObject c, String name) {
    byte[] bytes = java.util.Base64.getDecoder().decode(c.string(name).orElse(""));
    return bytes.length == Hash.SIZE ? Hash.of(bytes) : new TreeHasher().leaf(bytes);
  }

  private static List<Hash> path(JsonObject c) {
    return c.array("proof").orElse(List.of()).stream().map(MerkleVectorsTest::hash).toList();
  }

  private static Hash hash(JsonValue value) {
    return Hash.parseBase64(((JsonString) value).value());
  }
}
