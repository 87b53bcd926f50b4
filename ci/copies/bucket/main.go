// Command bucket serves one empty bucket of Cloud Storage in memory, for tests.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/fsouza/fake-gcs-server/fakestorage"
)

const port = 4443

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: bucket <name of this host> <name of the bucket>")
		os.Exit(2)
	}
	host := fmt.Sprintf("%s:%d", os.Args[1], port)
	server, err := fakestorage.NewServerWithOptions(fakestorage.Options{
		Scheme: "http", Host: "0.0.0.0", Port: port, PublicHost: host, ExternalURL: "http://" + host, Writer: os.Stdout,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	server.CreateBucketWithOpts(fakestorage.CreateBucketOpts{Name: os.Args[2]})

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	<-ctx.Done()
	stop()
	server.Stop()
}
