package dev.intact.log.fault;

import dev.intact.log.fault.Fault.Effect;
import dev.intact.log.storage.RandomAccess;
import dev.intact.log.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One directory of a disk, with the durability that {@link Storage} promises and no more. */
final class SimulatedStorage implements Storage {

  private final Disk disk;
  private final Process process;
  private final String root;

  SimulatedStorage(Disk disk, Process process, String root) {
    this.disk = disk;
    this.process = process;
    this.root = root;
  }

  private String at(String path) {
    return path.isEmpty() ? root : root + "/" + path;
  }

  private Inode there(String file) throws IOException {
    return disk.find(file).orElseThrow(() -> new IOException(file + " is not there"));
  }

  @Override
  public Optional<byte[]> read(String path) throws IOException {
    return process.call(
        "read", at(path), effect -> disk.find(at(path)).map(inode -> inode.bytes().clone()));
  }

  @Override
  public boolean exists(String path) throws IOException {
    String file = at(path);
    return process.call(
        "exists", file, effect -> disk.find(file).isPresent() || !disk.below(file).isEmpty());
  }

  @Override
  public List<String> list(String path) throws IOException {
    String directory = at(path);
    return process.call(
        "list",
        directory,
        effect ->
            disk.below(directory).keySet().stream()
                .map(file -> file.substring(directory.length() + 1).split("/", 2)[0])
                .distinct()
                .sorted()
                .toList());
  }

  private void put(String file, Inode inode) {
    disk.change(Map.of(file, Optional.of(inode)));
  }

  private void syncDirectory(String file) {
    disk.syncDirectory(Disk.parent(file));
  }

  @Override
  public void write(String path, byte[] data) throws IOException {
    process.call(
        "write",
        at(path),
        effect -> {
          put(at(path), new Inode(data));
          return true;
        });
  }

  @Override
  public void writeDurable(String path, byte[] data) throws IOException {
    String file = at(path);
    process.call(
        "writeDurable",
        file,
        effect -> {
          Inode inode = new Inode(data);
          inode.force();
          put(file, inode);
          if (effect == Effect.WHOLE) {
            syncDirectory(file);
          }
          return true;
        });
  }

  @Override
  public void sync(Collection<String> paths) throws IOException {
    List<String> files =
        paths.stream().map(this::at).filter(f -> disk.find(f).isPresent()).toList();
    process.call(
        "sync",
        files.isEmpty() ? at("") : files.getFirst(),
        effect -> {
          for (int i = 0; i < files.size(); i++) {
            if (effect == Effect.WHOLE) {
              there(files.get(i)).force();
              syncDirectory(files.get(i));
            } else if (i < files.size() / 2) {
              there(files.get(i)).force();
            } else {
              there(files.get(i)).failToForce();
            }
          }
          return true;
        });
  }

  @Override
  public void delete(String path) throws IOException {
    process.call("delete", at(path), effect -> remove(at(path)));
  }

  private boolean remove(String file) {
    boolean there = disk.find(file).isPresent();
    if (there) {
      disk.change(Map.of(file, Optional.empty()));
    }
    return there;
  }

  @Override
  public void deleteDurable(String path) throws IOException {
    String file = at(path);
    process.call(
        "deleteDurable",
        file,
        effect -> {
          boolean there = remove(file);
          if (effect == Effect.WHOLE) {
            syncDirectory(file);
          }
          return there;
        });
  }

  @Override
  public void sweep() throws IOException {
    process.call("sweep", root, effect -> true); // a simulated write leaves nothing aside
  }

  @Override
  public RandomAccess create(String path, long size) throws IOException {
    String file = at(path);
    Inode inode =
        process.call(
            "create",
            file,
            effect -> {
              boolean whole = effect == Effect.WHOLE;
              Inode fresh = new Inode(new byte[(int) (whole ? size : size / 2)]);
              put(file, fresh);
              if (whole) {
                fresh.force();
                syncDirectory(file);
              }
              return fresh;
            });
    return new SimulatedAccess(process, file, inode);
  }

  @Override
  public RandomAccess open(String path) throws IOException {
    String file = at(path);
    return new SimulatedAccess(process, file, process.call("open", file, effect -> there(file)));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    String source = at(from);
    String target = at(to);
    process.call(
        "rename",
        target,
        effect -> {
          disk.change(Map.of(source, Optional.empty(), target, Optional.of(there(source))));
          if (effect == Effect.WHOLE) {
            syncDirectory(target);
          }
          return true;
        });
  }

  private record SimulatedAccess(Process process, String file, Inode inode)
      implements RandomAccess {

    @Override
    public long size() throws IOException {
      return process.call("size", file, effect -> (long) inode.bytes().length);
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      return process.call(
          "readAt",
          file,
          effect -> {
            byte[] bytes = inode.bytes();
            int length = (int) Math.min(target.remaining(), bytes.length - position);
            if (length <= 0) {
              return -1;
            }
            target.put(bytes, (int) position, length);
            return length;
          });
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
      byte[] bytes = new byte[source.remaining()];
      source.get(bytes);
      process.call(
          "writeAt",
          file,
          effect -> {
            int written = effect == Effect.WHOLE ? bytes.length : bytes.length / 2;
            inode.write(position, java.util.Arrays.copyOf(bytes, written));
            return true;
          });
    }

    @Override
    public void force() throws IOException {
      process.call(
          "force",
          file,
          effect -> {
            if (effect == Effect.WHOLE) {
              inode.force();
            } else {
              inode.failToForce();
            }
            return true;
          });
    }

    @Override
    public void close() throws IOException {
      process.call("close", file, effect -> true);
    }
  }
}
