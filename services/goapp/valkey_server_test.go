package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

const valkeyImage = "valkey/valkey:9.1-trixie"

// valkeyServer is a real Valkey in a container of its own, on a loopback port that stays the same over a restart.
type valkeyServer struct {
	name      string
	port      int
	databases atomic.Int32
}

// shared serves every test that does not stop it; each takes a database of its own.
var (
	shared       *valkeyServer
	sharedValkey = sync.OnceValues(func() (_ *valkeyServer, err error) {
		shared, err = runValkey("", "--databases", "1000", "--save", "")
		return shared, err
	})
)

func removeSharedValkey() {
	if shared != nil {
		shared.remove()
	}
}

func valkey(t *testing.T) *valkeyServer {
	t.Helper()
	needDocker(t)
	server, err := sharedValkey()
	if err != nil {
		t.Fatal(err)
	}
	return server
}

// ownValkey is for a test that stops, pauses or breaks it; what is acknowledged survives a kill.
func ownValkey(t *testing.T, options ...string) *valkeyServer {
	t.Helper()
	needDocker(t)
	options = append([]string{"--appendonly", "yes", "--appendfsync", "always"}, options...)
	server, err := runValkey("-"+strconv.FormatInt(time.Now().UnixNano(), 36), options...)
	if server != nil {
		t.Cleanup(server.remove)
	}
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func needDocker(t *testing.T) {
	t.Helper()
	if _, err := dockerVersion(); err == nil {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("Docker is needed to run a real Valkey, and CI=true allows no skip")
	}
	t.Skip("Docker does not run here, so there is no real Valkey to test against")
}

var dockerVersion = sync.OnceValues(func() (string, error) {
	return docker("version", "--format", "{{.Server.Version}}")
})

func docker(args ...string) (string, error) {
	// not the test's context: a cleanup runs after that has ended
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	output, err := exec.CommandContext(ctx, "docker", args...).CombinedOutput() //nolint:gosec // every argument is ours
	if err != nil {
		return "", fmt.Errorf("docker %s: %w: %s", args[0], err, output)
	}
	return string(output), nil
}

func runValkey(suffix string, options ...string) (*valkeyServer, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	server := &valkeyServer{name: fmt.Sprintf("goapp-test-%d%s", os.Getpid(), suffix), port: port}
	args := append([]string{
		"run", "--detach", "--name", server.name, "--publish", fmt.Sprintf("127.0.0.1:%d:6379", port),
		valkeyImage, "valkey-server",
	}, options...)
	if _, err := docker(args...); err != nil {
		return server, err
	}
	return server, server.waitUntilUp()
}

func freePort() (int, error) {
	listener, err := listen(context.Background(), 0)
	if err != nil {
		return 0, err
	}
	return portOf(listener), listener.Close()
}

func (v *valkeyServer) waitUntilUp() error {
	client := redis.NewClient(&redis.Options{Addr: v.address()})
	defer func() { _ = client.Close() }()
	var err error
	for range 150 {
		// a password is a test's own affair: to be asked for one is an answer
		err = client.Ping(context.Background()).Err()
		if err == nil || redis.HasErrorPrefix(err, "NOAUTH") {
			return nil
		}
		time.Sleep(200 * time.Millisecond)
	}
	log, _ := docker("logs", "--tail", "5", v.name)
	return fmt.Errorf("wait for %s: %w\n%s", v.name, err, log)
}

func (v *valkeyServer) address() string {
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(v.port))
}

func (v *valkeyServer) remove() {
	_, _ = docker("rm", "--force", "--volumes", v.name) // what was never made cannot be removed
}

// do runs a docker command on the container, such as kill, start, pause or unpause.
func (v *valkeyServer) do(t *testing.T, verb string) {
	t.Helper()
	if _, err := docker(verb, v.name); err != nil {
		t.Fatal(err)
	}
}

// freshURL names a database that no other test uses.
func (v *valkeyServer) freshURL() string {
	return fmt.Sprintf("redis://%s/%d", v.address(), v.databases.Add(1))
}

func (v *valkeyServer) url() string {
	return "redis://" + v.address()
}

// openValkey returns one replica's store.
func openValkey(t *testing.T, url string, seeds ...User) *ValkeyStore {
	t.Helper()
	settings, problem := parseValkeyURL(url)
	if problem != "" {
		t.Fatal(problem)
	}
	store, err := NewValkeyStore(settings, func(string) {}, seeds...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

// valkeyClient looks at what goapp has written.
func valkeyClient(t *testing.T, url string) *redis.Client {
	t.Helper()
	options, err := redis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	client := redis.NewClient(options)
	t.Cleanup(func() { _ = client.Close() })
	return client
}
