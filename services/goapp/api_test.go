package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

const (
	john  = `{"id":"1","name":"John Doe","email":"john@example.com","age":30}`
	jane  = `{"id":"2","name":"Jane Smith","email":"jane@example.com","age":25}`
	bob   = `{"id":"3","name":"Bob Johnson","email":"bob@example.com","age":35}`
	carla = `{"id":"4","name":"Carla Diaz","email":"carla@example.com","age":28}`
)

// newRouter returns a router as it is after a start: seeded and ready.
func newRouter() http.Handler {
	return routerOn(NewMemoryStore(seedUsers()...))
}

func routerOn(store Store) http.Handler {
	health := &Health{}
	health.SetReady(true)
	return NewRouter(store, health)
}

// onEveryStore runs a test of the API on each kind of store: callers cannot tell which one it is.
func onEveryStore(t *testing.T, test func(t *testing.T, router http.Handler)) {
	t.Helper()
	for kind, open := range storeKinds {
		t.Run(kind, func(t *testing.T) { test(t, routerOn(open(t, seedUsers()...))) })
	}
}

func call(t *testing.T, handler http.Handler, method, path, body string) *httptest.ResponseRecorder {
	t.Helper()
	response := httptest.NewRecorder()
	handler.ServeHTTP(response, httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body)))
	return response
}

func TestUsersContract(t *testing.T) {
	const details = `"name":"Jack","email":"jack@example.com","age":31}`
	tests := map[string]struct {
		method, path, body string
		status             int
		want               string
	}{
		"lists users by id":             {"GET", "/users", "", 200, "[" + john + "," + jane + "," + bob + "]"},
		"shows one user":                {"GET", "/users/2", "", 200, jane},
		"fails to show a missing user":  {"GET", "/users/9", "", 404, `{"error":"User not found"}`},
		"creates a user":                {"POST", "/users", carla, 201, carla},
		"fails to create the same id":   {"POST", "/users", john, 409, `{"error":"User already exists"}`},
		"fails to create from nothing":  {"POST", "/users", "{}", 400, `{"error":"'id' is missing; 'name' is missing; 'email' is missing; 'age' is missing"}`},
		"changes a user":                {"PUT", "/users/1", `{"id":"1",` + details, 200, `{"id":"1",` + details},
		"prefers the id of the path":    {"PUT", "/users/1", `{"id":"2",` + details, 200, `{"id":"1",` + details},
		"fails to change a missing one": {"PUT", "/users/9", `{` + details, 404, `{"error":"User not found"}`},
		"looks up before it reads":      {"PUT", "/users/9", `no JSON`, 404, `{"error":"User not found"}`},
		"fails to change to nonsense":   {"PUT", "/users/1", `{"name":"A","email":"a@b","age":-1}`, 400, `{"error":"'age' must be from 0 to 150, got -1"}`},
		"deletes a user":                {"DELETE", "/users/1", "", 200, `{"message":"User deleted"}`},
		"fails to delete a missing one": {"DELETE", "/users/9", "", 404, `{"error":"User not found"}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			onEveryStore(t, func(t *testing.T, router http.Handler) {
				response := call(t, router, test.method, test.path, test.body)

				if response.Code != test.status || strings.TrimSpace(response.Body.String()) != test.want {
					t.Errorf("got %d %s, want %d %s", response.Code, response.Body, test.status, test.want)
				}
				if got := response.Header().Get("Content-Type"); got != "application/json" {
					t.Errorf("got content type %q, want application/json", got)
				}
			})
		})
	}
}

func TestUsersRemembersChanges(t *testing.T) {
	onEveryStore(t, func(t *testing.T, router http.Handler) {
		call(t, router, "POST", "/users", carla)
		call(t, router, "PUT", "/users/2", `{"id":"3","name":"Jane Doe","email":"jane@example.com","age":26}`)
		call(t, router, "DELETE", "/users/1", "")

		got := strings.TrimSpace(call(t, router, "GET", "/users", "").Body.String())
		want := `[{"id":"2","name":"Jane Doe","email":"jane@example.com","age":26},` + bob + "," + carla + "]"
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

// deletingReader deletes a user when the body is asked for: after the look-up, before the change.
type deletingReader struct {
	io.Reader
	remove func()
}

func (r deletingReader) Read(buffer []byte) (int, error) {
	r.remove()
	return r.Reader.Read(buffer)
}

func TestUsersDoesNotBringBackAUserDeletedMeanwhile(t *testing.T) {
	onEveryStore(t, func(t *testing.T, router http.Handler) {
		body := deletingReader{strings.NewReader(carla), func() { call(t, router, "DELETE", "/users/1", "") }}
		response := httptest.NewRecorder()

		router.ServeHTTP(response, httptest.NewRequestWithContext(t.Context(), "PUT", "/users/1", body))

		if sentence := wantError(t, response, 404); sentence != "User not found" {
			t.Errorf("got %q, want that there is no such user", sentence)
		}
		if got := call(t, router, "GET", "/users/1", "").Code; got != 404 {
			t.Errorf("got %d afterwards, want the user to stay deleted", got)
		}
	})
}

func TestUsersIsAnEmptyArrayWithoutUsers(t *testing.T) {
	response := call(t, NewRouter(NewMemoryStore(), &Health{}), "GET", "/users", "")

	if got := strings.TrimSpace(response.Body.String()); got != "[]" {
		t.Errorf("got %s, want []", got)
	}
}

func TestUsersAnswersAThousandAtOnce(t *testing.T) {
	router := newRouter()
	var arrived sync.WaitGroup
	arrived.Add(1000)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		arrived.Done()
		arrived.Wait() // nobody is served before everybody is here
		router.ServeHTTP(w, r)
	}))
	defer server.Close()
	var group sync.WaitGroup

	for i := range 1000 {
		group.Go(func() {
			body := fmt.Sprintf(`{"id":"user-%04d","name":"A","email":"a@b","age":1}`, i)
			status, answer, err := send(t.Context(), http.MethodPost, server.URL+"/users", body)
			if err != nil || status != http.StatusCreated {
				t.Errorf("got %d %s, %v for user %d; want 201", status, answer, err, i)
			}
		})
	}
	group.Wait()

	var users []User
	if err := json.Unmarshal(call(t, router, "GET", "/users", "").Body.Bytes(), &users); err != nil {
		t.Fatal(err)
	}
	if len(users) != 1003 {
		t.Errorf("got %d users, want the 3 seeds and the 1000 created", len(users))
	}
}

// brokenStore fails as a store on the network can; the embedded nil would panic for a method not listed here.
type brokenStore struct{ Store }

func (brokenStore) List(context.Context) ([]User, error) {
	return nil, errors.New("dial tcp 10.0.0.7:6379: refused")
}

func TestUsersKeepsInternalsToItself(t *testing.T) {
	response := call(t, NewRouter(brokenStore{}, &Health{}), "GET", "/users", "")

	if got := strings.TrimSpace(response.Body.String()); response.Code != 500 || got != `{"error":"internal error"}` {
		t.Errorf("got %d %s, want a 500 that tells nothing", response.Code, got)
	}
}

func TestUsersRefusesABodyThatBreaksOff(t *testing.T) {
	request := httptest.NewRequestWithContext(t.Context(), "POST", "/users",
		io.MultiReader(strings.NewReader(`{"id":`), brokenReader{}))
	response := httptest.NewRecorder()

	newRouter().ServeHTTP(response, request)

	if got := strings.TrimSpace(response.Body.String()); response.Code != 400 || got != `{"error":"body did not arrive whole"}` {
		t.Errorf("got %d %s, want 400 and why", response.Code, got)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
