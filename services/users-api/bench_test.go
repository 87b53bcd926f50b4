package main

import (
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
)

// What the single connection costs: every call here waits for those before it.

func benchmarkStore(b *testing.B, work func(store *SQLiteStore, id int64) error) {
	b.Helper()
	for _, journal := range []string{journalWAL, journalDelete} {
		b.Run(journal, func(b *testing.B) {
			store := open(b, Database{Path: filepath.Join(b.TempDir(), "users.db"), Journal: journal})
			for id := range int64(100) {
				if err := store.Create(b.Context(), User{id + 1, fmt.Sprintf("User %d", id)}); err != nil {
					b.Fatal(err)
				}
			}
			var id atomic.Int64
			id.Store(100)
			b.SetParallelism(8)
			b.ResetTimer()

			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := work(store, id.Add(1)); err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
		})
	}
}

func BenchmarkCreate(b *testing.B) {
	benchmarkStore(b, func(store *SQLiteStore, id int64) error {
		return store.Create(b.Context(), User{id, "Ana Lima"})
	})
}

func BenchmarkGet(b *testing.B) {
	benchmarkStore(b, func(store *SQLiteStore, id int64) error {
		_, err := store.Get(b.Context(), 1+id%100)
		return err
	})
}

func BenchmarkListOf100(b *testing.B) {
	benchmarkStore(b, func(store *SQLiteStore, _ int64) error {
		_, err := store.List(b.Context())
		return err
	})
}
