package dev.intact.log;

/** Another process works on the directory. */
public final class StoreLockedException extends LogStoreException {

  private static final long serialVersionUID = 1L;

  StoreLockedException(String directory) {
    super("another process is using " + directory + "; stop it or talk to its server");
  }
}
