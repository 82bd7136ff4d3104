package dev.intact.cli;

import picocli.CommandLine.Command;

/**
 * The name of {@code intact verify} in the help; {@link Main} passes its arguments to the offline
 * verifier.
 */
@Command(
    name = "verify",
    description =
        "Verifies a proof, an export or a checkpoint offline: FILE --key VKEY; see intact verify --help.")
final class VerifyCommand {}
