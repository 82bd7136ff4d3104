// Judges a C2SP tlog-tiles directory with Go's golang.org/x/mod/sumdb/{note,tlog} alone.
//
// usage: main.go LOG VKEY [OLDER...] (LOG: a directory with checkpoint and tile/; OLDER: a
// checkpoint of it from before). Exit code 0: everything holds; 1: something does not, with the
// reason.
//
// The tree is built again from the entries and compared with the signed root; the tiles must be
// those that this tree has, every byte of them. The reader of tiles in sumdb is a client's: it
// authenticates the hashes that it uses, not all that lie there.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	width  = 1 << height
	proofs = 1000
)

func refuse(what string, reason any) {
	fmt.Printf("REFUSED: %s: %v\n", what, reason)
	os.Exit(1)
}

func check(what string, err error) {
	if err != nil {
		refuse(what, err)
	}
}

// open verifies a checkpoint and returns the tree that it states.
func open(path string, key note.Verifier) tlog.Tree {
	what := filepath.Base(path)
	signed, err := os.ReadFile(path)
	check(what, err)
	opened, err := note.Open(signed, note.VerifierList(key))
	check(what, err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != key.Name() {
		refuse(what, "it is not a checkpoint of "+key.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(what, err)
	root, err := tlog.ParseHash(lines[2])
	check(what, err)
	return tlog.Tree{N: size, Hash: root}
}

// path is C2SP's: as sumdb's, without the height.
func path(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
}

// entries reads a bundle: each entry stands behind its length in two bytes.
func entries(log string, bundle, size int64) [][]byte {
	tile := tlog.Tile{H: height, L: 0, N: bundle, W: width}
	if left := size - bundle*width; left < width {
		tile.W = int(left)
	}
	name := strings.Replace(path(tile), "tile/0/", "tile/entries/", 1)
	rest, err := os.ReadFile(filepath.Join(log, name))
	check(name, err)
	var all [][]byte
	for i := 0; i < tile.W; i++ {
		if len(rest) < 2 || len(rest)-2 < int(binary.BigEndian.Uint16(rest)) {
			refuse(name, fmt.Sprintf("ends within entry %d", i))
		}
		end := 2 + int(binary.BigEndian.Uint16(rest))
		all, rest = append(all, rest[2:end]), rest[end:]
	}
	if len(rest) > 0 {
		refuse(name, fmt.Sprintf("%d bytes too many", len(rest)))
	}
	return all
}

// tree holds every hash of a tree, in sumdb's order.
type tree []tlog.Hash

func (t tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hashes[i] = t[index]
	}
	return hashes, nil
}

func build(log string, size int64) tree {
	var built tree
	for n := int64(0); n < size; {
		for _, entry := range entries(log, n/width, size) {
			hashes, err := tlog.StoredHashes(n, entry, built)
			check("the tree", err)
			built = append(built, hashes...)
			n++
		}
	}
	return built
}

// directory gives a client's reader its tiles.
type directory string

func (d directory) Height() int { return height }

func (d directory) SaveTiles([]tlog.Tile, [][]byte) {}

func (d directory) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	all := make([][]byte, len(wanted))
	for i, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(string(d), path(tile)))
		if err != nil {
			return nil, err
		}
		all[i] = data
	}
	return all, nil
}

// sameTiles compares every tile that a tree has with the one that is stored.
func sameTiles(log string, built tree, size int64) int {
	compared := 0
	for _, tile := range tlog.NewTiles(height, 0, size) {
		// Of partial tiles the widest is enough: the narrower ones are parts of it.
		there := size>>(height*tile.L) - tile.N*width
		if int64(tile.W) < there && tile.W < width {
			continue
		}
		compared++
		expected, err := tlog.ReadTileData(tile, built)
		check(path(tile), err)
		stored, err := os.ReadFile(filepath.Join(log, path(tile)))
		check(path(tile), err)
		if !bytes.Equal(stored, expected) {
			refuse(path(tile), "differs from what the entries give")
		}
	}
	return compared
}

// prove makes inclusion proofs as a client does, from tiles, and checks them.
func prove(signed tlog.Tree, client tlog.HashReader, built tree) int64 {
	made := int64(0)
	for ; made < min(proofs, signed.N); made++ {
		index := made * signed.N / min(proofs, signed.N)
		what := fmt.Sprintf("inclusion of entry %d", index)
		proof, err := tlog.ProveRecord(signed.N, index, client)
		check(what, err)
		leaf := built[tlog.StoredHashIndex(0, index)]
		check(what, tlog.CheckRecord(proof, signed.N, signed.Hash, index, leaf))
	}
	return made
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}

func consistent(older, signed tlog.Tree, client tlog.HashReader, built tree) {
	what := fmt.Sprintf("consistency with size %d", older.N)
	if older.N > signed.N {
		refuse(what, "it is beyond the checkpoint")
	}
	root, err := tlog.TreeHash(older.N, built)
	check(what, err)
	if root != older.Hash {
		refuse(what, fmt.Sprintf("another history at size %d: %v, signed %v", older.N, root, older.Hash))
	}
	proof, err := tlog.ProveTree(signed.N, older.N, client)
	check(what, err)
	check(what, tlog.CheckTree(proof, signed.N, signed.Hash, older.N, older.Hash))
}

func main() {
	if len(os.Args) < 3 {
		fmt.Println("usage: main.go LOG VKEY [OLDER...]")
		os.Exit(2)
	}
	log := os.Args[1]
	key, err := note.NewVerifier(os.Args[2])
	check("the verifier key", err)
	signed := open(filepath.Join(log, "checkpoint"), key)

	built := build(log, signed.N)
	root, err := tlog.TreeHash(signed.N, built)
	check("the tree", err)
	if root != signed.Hash {
		refuse("the tree", fmt.Sprintf("the signed root is %v, the entries give %v", signed.Hash, root))
	}
	tiles := sameTiles(log, built, signed.N)
	client := tlog.TileHashReader(signed, directory(log))
	proven := prove(signed, client, built)
	for _, path := range os.Args[3:] {
		consistent(open(path, key), signed, client, built)
	}
	fmt.Printf("HOLDS: %d entries, %d tiles and %d inclusion proofs of %s, consistent with %d older checkpoints\n",
		signed.N, tiles, proven, key.Name(), len(os.Args)-3)
}
