// Judges a C2SP tlog-tiles directory with Go's golang.org/x/mod/sumdb/{note,tlog} alone.
//
// usage: main.go LOG VKEY OLDER (LOG: a directory with checkpoint and tile/; OLDER: a checkpoint
// of it from before). Exit code 0: everything holds; 1: something does not, with the reason.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func check(err error, what string) {
	if err != nil {
		fmt.Printf("REFUSED: %s: %v\n", what, err)
		os.Exit(1)
	}
}

func read(path ...string) []byte {
	data, err := os.ReadFile(filepath.Join(path...))
	check(err, "read")
	return data
}

// checkpoint opens a signed note and returns the tree that it states.
func checkpoint(data []byte, key note.Verifier, what string) tlog.Tree {
	opened, err := note.Open(data, note.VerifierList(key))
	check(err, what)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != key.Name() {
		check(fmt.Errorf("it is not a checkpoint of %s", key.Name()), what)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err, what)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	check(err, what)
	if len(root) != tlog.HashSize {
		check(fmt.Errorf("the root has %d bytes", len(root)), what)
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree
}

// tiles reads tiles as C2SP lays them out: as x/mod does, without the height.
type tiles struct {
	log  string
	seen map[string][]byte
}

func (t tiles) Height() int { return 8 }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		if t.seen[path] == nil {
			data, err := os.ReadFile(filepath.Join(t.log, path))
			if err != nil {
				return nil, err
			}
			t.seen[path] = data
		}
		all = append(all, t.seen[path])
	}
	return all, nil
}

// entries reads every bundle: uint16 length, entry, and so on.
func entries(log string, size int64) [][]byte {
	var all [][]byte
	for int64(len(all)) < size {
		tile := tlog.Tile{H: 8, L: 0, N: int64(len(all)) / 256, W: 256}
		if left := size - int64(len(all)); left < 256 {
			tile.W = int(left)
		}
		path := strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
		rest := read(log, path)
		for i := 0; i < tile.W; i++ {
			if len(rest) < 2 || len(rest)-2 < int(binary.BigEndian.Uint16(rest)) {
				check(fmt.Errorf("it ends within entry %d", i), path)
			}
			length := 2 + int(binary.BigEndian.Uint16(rest))
			all = append(all, rest[2:length])
			rest = rest[length:]
		}
		if len(rest) > 0 {
			check(fmt.Errorf("%d bytes too many", len(rest)), path)
		}
	}
	return all
}

func main() {
	if len(os.Args) != 4 {
		fmt.Println("usage: main.go LOG VKEY OLDER")
		os.Exit(2)
	}
	log := os.Args[1]
	key, err := note.NewVerifier(os.Args[2])
	check(err, "the verifier key")
	tree := checkpoint(read(log, "checkpoint"), key, "the checkpoint")
	older := checkpoint(read(os.Args[3]), key, "the older checkpoint")
	hashes := tlog.TileHashReader(tree, tiles{log, map[string][]byte{}})

	for i, entry := range entries(log, tree.N) {
		proof, err := tlog.ProveRecord(tree.N, int64(i), hashes)
		check(err, "inclusion proof")
		err = tlog.CheckRecord(proof, tree.N, tree.Hash, int64(i), tlog.RecordHash(entry))
		check(err, fmt.Sprintf("inclusion of record %d", i))
	}
	proof, err := tlog.ProveTree(tree.N, older.N, hashes)
	check(err, "consistency proof")
	check(tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash), "consistency")
	fmt.Printf("HOLDS: %d records of %s, consistent with size %d\n", tree.N, key.Name(), older.N)
}
