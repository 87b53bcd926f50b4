package main

import (
	"errors"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"
)

func claimsIn(t *testing.T) *Claims {
	t.Helper()
	claims, err := NewClaims(t.Context(), &url.URL{Scheme: "file", Path: t.TempDir() + "/users.db"})
	if err != nil {
		t.Fatal(err)
	}
	return claims
}

func write(t *testing.T, claims *Claims, claim Claim) {
	t.Helper()
	_, version, err := claims.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := claims.Write(t.Context(), claim, version); err != nil {
		t.Fatal(err)
	}
}

func TestAClaimIsChangedOnlyByWhoHasReadIt(t *testing.T) {
	claims := claimsIn(t)

	write(t, claims, Claim{Holder: "a"})
	first := claims.Write(t.Context(), Claim{Holder: "b"}, 0)
	_, version, _ := claims.Read(t.Context())
	write(t, claims, Claim{Holder: "c"})
	late := claims.Write(t.Context(), Claim{Holder: "d"}, version)

	if !errors.Is(first, errClaimChanged) || !errors.Is(late, errClaimChanged) {
		t.Errorf("got %v and %v, want both refused", first, late)
	}
	if claim, _, _ := claims.Read(t.Context()); claim.Holder != "c" {
		t.Errorf("got %q, want c", claim.Holder)
	}
}

func TestATurnIsTaken(t *testing.T) {
	tests := map[string]struct {
		before, want Claim
		waits        bool
	}{
		"nobody has it":                    {Claim{}, Claim{Holder: "m"}, false},
		"the one before stopped":           {Claim{Base: "a"}, Claim{Holder: "m", Base: "a"}, false},
		"the one before does not answer":   {Claim{Holder: "b", Base: "a"}, Claim{Holder: "m", Base: "a"}, true},
		"an older one asks and has no use": {Claim{Holder: "b", Asks: "c"}, Claim{Holder: "m"}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			claims := claimsIn(t)
			write(t, claims, test.before)
			turn := &Turn{claims: claims, name: "m", patience: 200 * time.Millisecond, logger: slog.New(slog.DiscardHandler)}
			began := time.Now()

			got, err := turn.Take(t.Context())

			if err != nil || got != test.want {
				t.Errorf("got %+v %v, want %+v", got, err, test.want)
			}
			if waited := time.Since(began) >= turn.patience; waited != test.waits {
				t.Errorf("waited is %t, want %t", waited, test.waits)
			}
		})
	}
}

func TestANewerStartGoesFirst(t *testing.T) {
	claims := claimsIn(t)
	write(t, claims, Claim{Holder: "a", Asks: "z"})
	turn := &Turn{claims: claims, name: "m", patience: time.Second, logger: slog.New(slog.DiscardHandler)}

	_, err := turn.Take(t.Context())

	if err == nil || !strings.Contains(err.Error(), `"z" started after this process`) {
		t.Errorf("got %v, want the newer one named", err)
	}
}

func TestWhoLostTheTurnLearnsThatItIsAlone(t *testing.T) {
	tests := map[string]struct {
		claim         Claim
		asked, looked time.Duration
		alone         bool
		want          Claim
	}{
		"the other goes on":          {Claim{Holder: "z"}, 0, 0, false, Claim{Holder: "z"}},
		"the other is asked":         {Claim{Holder: "z"}, time.Hour, 0, false, Claim{Holder: "z", Asks: "m"}},
		"the other may answer yet":   {Claim{Holder: "z", Asks: "m"}, time.Second, 0, false, Claim{Holder: "z", Asks: "m"}},
		"the other does not answer":  {Claim{Holder: "z", Asks: "m"}, time.Minute, 0, true, Claim{Holder: "z", Asks: "m"}},
		"neither reached the bucket": {Claim{Holder: "z", Asks: "m"}, time.Minute, time.Minute, false, Claim{Holder: "z", Asks: "m"}},
		"a third one asks":           {Claim{Holder: "z", Asks: "y"}, time.Hour, 0, false, Claim{Holder: "z", Asks: "y"}},
		"the other has stopped":      {Claim{Base: "z"}, 0, 0, true, Claim{Base: "z"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			claims := claimsIn(t)
			write(t, claims, test.claim)
			turn := &Turn{claims: claims, name: "m", patience: 5 * time.Second, logger: slog.New(slog.DiscardHandler)}
			turn.asked, turn.looked = time.Now().Add(-test.asked), time.Now().Add(-test.looked)
			claim, version, _ := claims.Read(t.Context())

			err := turn.Watch(t.Context(), claim, version)

			if errors.Is(err, errLeftAlone) != test.alone || err != nil && !test.alone {
				t.Errorf("got %v, want alone to be %t", err, test.alone)
			}
			if got, _, _ := claims.Read(t.Context()); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestAWaitingStartAnswersTheOneBefore(t *testing.T) {
	claims := claimsIn(t)
	write(t, claims, Claim{Holder: "m", Asks: "a"})
	turn := &Turn{claims: claims, name: "m", patience: 100 * time.Millisecond, logger: slog.New(slog.DiscardHandler)}

	go turn.Attend(t.Context())

	for range 100 {
		if claim, _, _ := claims.Read(t.Context()); claim.Asks == "" {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("nobody answered")
}
