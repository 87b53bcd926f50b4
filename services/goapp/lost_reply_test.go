package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"sync/atomic"
	"testing"
)

// TestValkeyStoreNeverRepeatsAChange: repeated, a creation whose answer was lost would meet its own user and tell of
// a conflict that there is not.
func TestValkeyStoreNeverRepeatsAChange(t *testing.T) {
	server := valkey(t)
	database := server.databases.Add(1)
	direct := openValkey(t, fmt.Sprintf("redis://%s/%d", server.address(), database))
	wantNil(t, direct.Create(t.Context(), User{ID: "1"})) // from now on Valkey knows the script
	lossy := openValkey(t, fmt.Sprintf("redis://127.0.0.1:%d/%d", lossyPort(t, server), database))

	err := lossy.Create(t.Context(), ana)

	wantRefusal(t, err, ErrStoreUnavailable)
	wantUser(t, direct, ana)
}

// lossyPort leads to Valkey, except that the answer to the first script never comes.
func lossyPort(t *testing.T, server *valkeyServer) (port int) {
	t.Helper()
	listener, err := listen(t.Context(), 0)
	wantNil(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	var lost atomic.Bool
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			upstream, err := new(net.Dialer).DialContext(t.Context(), "tcp", server.address())
			if err != nil {
				_ = client.Close()
				return
			}
			go relayLossy(client, upstream, &lost)
		}
	}()
	return portOf(listener)
}

func relayLossy(client, upstream net.Conn, lost *atomic.Bool) {
	var lose atomic.Bool
	go func() {
		defer func() { _ = upstream.Close() }()
		_, _ = io.Copy(upstream, io.TeeReader(client, seer{lost, &lose}))
	}()

	defer func() { _ = client.Close() }()
	answer := make([]byte, 4096)
	for {
		n, err := upstream.Read(answer)
		if err != nil || lose.Load() {
			return
		}
		if _, err := client.Write(answer[:n]); err != nil {
			return
		}
	}
}

// seer notes that the first script of all passes here.
type seer struct{ lost, lose *atomic.Bool }

func (s seer) Write(data []byte) (int, error) {
	if bytes.Contains(data, []byte("evalsha")) && s.lost.CompareAndSwap(false, true) {
		s.lose.Store(true)
	}
	return len(data), nil
}
