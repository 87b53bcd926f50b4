package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const (
	// a change of a user takes two calls, so a request that meets a dead Valkey is answered within 2 s
	valkeyCallTimeout = time.Second
	valkeyPoolSize    = 16

	// the hash tag in braces keeps both keys on one node of a cluster, where a script may touch no other
	valkeyUsersKey  = "goapp:{users}"
	valkeySeededKey = "goapp:{users}:seeded"
)

// ValkeyStore shares its users with every replica that has the same REDIS_URL.
type ValkeyStore struct {
	client *redis.Client
	// seeds is what every script gets, because any of them may be the first to run.
	seeds     []byte
	onFailure func(operation string)
}

// NewValkeyStore connects when it is first used, not now: a Valkey that is away must not keep goapp from starting.
// onFailure is told of each call that Valkey did not carry out.
func NewValkeyStore(settings ValkeySettings, onFailure func(operation string), seeds ...User) (*ValkeyStore, error) {
	// it would print plain text between the JSON lines; all that matters comes back as an error and is logged once
	logging.Disable()

	encoded, err := encodeSeeds(seeds)
	if err != nil {
		return nil, err
	}
	return &ValkeyStore{client: redis.NewClient(valkeyOptions(settings)), seeds: encoded, onFailure: onFailure}, nil
}

func valkeyOptions(settings ValkeySettings) *redis.Options {
	options := &redis.Options{
		Addr:     settings.Address,
		Username: settings.Username,
		Password: settings.Password,
		DB:       settings.Database,

		DialTimeout:           time.Second,
		ReadTimeout:           time.Second,
		WriteTimeout:          time.Second,
		ContextTimeoutEnabled: true,
		PoolSize:              valkeyPoolSize,
		PoolTimeout:           time.Second,
		// a change whose answer was lost may have been made: repeating it would answer 409 to its own success
		MaxRetries:    -1,
		DialerRetries: 1,

		// neither is known to every Valkey, and a user with few rights may not send them
		DisableIdentity:          true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}
	if settings.TLS {
		// SECURITY(transport): verified against the system's authorities, or those of SSL_CERT_FILE
		options.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, ServerName: hostOf(settings.Address)}
	}
	return options
}

func hostOf(address string) string {
	host, _, _ := net.SplitHostPort(address) // Address is made by JoinHostPort
	return host
}

// Close ends the connections.
func (s *ValkeyStore) Close() error {
	return s.client.Close()
}

// Reach seeds if nobody has, and returns nil once Valkey answers.
func (s *ValkeyStore) Reach(ctx context.Context) error {
	_, err := s.run(ctx, "reach", reachScript)
	return err
}

// List implements Store.
func (s *ValkeyStore) List(ctx context.Context) ([]User, error) {
	reply, err := s.run(ctx, "list", listScript)
	if err != nil {
		return nil, err
	}
	texts, err := reply.StringSlice()
	if err != nil {
		return nil, fmt.Errorf("read users: %w", err)
	}

	users := make([]User, 0, len(texts)) // never nil: an empty list is [] in JSON, not null
	for _, text := range texts {
		user, err := decodeUser(text)
		if err != nil {
			return nil, err
		}
		users = append(users, user)
	}
	sortByID(users)
	return users, nil
}

// Get implements Store.
func (s *ValkeyStore) Get(ctx context.Context, id string) (User, error) {
	reply, err := s.run(ctx, "get", getScript, id)
	if errors.Is(err, redis.Nil) {
		return User{}, ErrUserNotFound
	}
	if err != nil {
		return User{}, err
	}
	text, err := reply.Text()
	if err != nil {
		return User{}, fmt.Errorf("read user: %w", err)
	}
	return decodeUser(text)
}

// Create implements Store.
func (s *ValkeyStore) Create(ctx context.Context, user User) error {
	return s.change(ctx, "create", createScript, user, ErrUserExists)
}

// Update implements Store.
func (s *ValkeyStore) Update(ctx context.Context, user User) error {
	return s.change(ctx, "update", updateScript, user, ErrUserNotFound)
}

// Delete implements Store.
func (s *ValkeyStore) Delete(ctx context.Context, id string) error {
	reply, err := s.run(ctx, "delete", deleteScript, id)
	return changed(reply, err, ErrUserNotFound)
}

func (s *ValkeyStore) change(
	ctx context.Context, operation string, script *redis.Script, user User, refusal error,
) error {
	text, err := json.Marshal(user)
	if err != nil {
		return fmt.Errorf("encode user: %w", err)
	}
	reply, err := s.run(ctx, operation, script, user.ID, text)
	return changed(reply, err, refusal)
}

// changed reads what a changing script answers: 1 for done, 0 for refused.
func changed(reply *redis.Cmd, err, refusal error) error {
	if err != nil {
		return err
	}
	done, err := reply.Int()
	if err != nil {
		return fmt.Errorf("read reply: %w", err)
	}
	if done == 0 {
		return refusal
	}
	return nil
}

// run is the one way to Valkey: it bounds the wait, and tells an answer from the lack of one.
func (s *ValkeyStore) run(
	ctx context.Context, operation string, script *redis.Script, args ...any,
) (*redis.Cmd, error) {
	// the wait is short anyway, and a client that hangs up is no failure of the store
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), valkeyCallTimeout)
	defer cancel()

	keys := []string{valkeyUsersKey, valkeySeededKey}
	reply := script.Run(bounded, s.client, keys, append(args, s.seeds)...)
	err := reply.Err()
	if err == nil || errors.Is(err, redis.Nil) {
		return reply, err
	}
	// a reply that is an error is no better: it is full, read-only, loading or refuses the password
	s.onFailure(operation)
	return nil, fmt.Errorf("%w: %w", ErrStoreUnavailable, err)
}

func decodeUser(text string) (User, error) {
	var user User
	if err := json.Unmarshal([]byte(text), &user); err != nil {
		return User{}, fmt.Errorf("decode stored user: %w", err)
	}
	return user, nil
}
