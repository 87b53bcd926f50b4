package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

const (
	ana   = `{"id":1,"name":"Ana Lima"}`
	bea   = `{"id":2,"name":"Bea Souza"}`
	carla = `{"id":4,"name":"Carla Diaz"}`
)

// newRouter returns a router over a real file that has two users.
func newRouter(t *testing.T) http.Handler {
	t.Helper()
	health := &Health{}
	health.SetReady(true)
	return NewRouter(newStore(t, User{2, "Bea Souza"}, User{1, "Ana Lima"}), health)
}

func call(t *testing.T, handler http.Handler, method, path, body string) *httptest.ResponseRecorder {
	t.Helper()
	response := httptest.NewRecorder()
	handler.ServeHTTP(response, httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body)))
	return response
}

func TestUsersContract(t *testing.T) {
	tests := map[string]struct {
		method, path, body string
		status             int
		want               string
	}{
		"lists users by id":              {"GET", "/users", "", 200, "[" + ana + "," + bea + "]"},
		"shows one user":                 {"GET", "/users/2", "", 200, bea},
		"fails to show a missing user":   {"GET", "/users/9", "", 404, `{"error":"User not found"}`},
		"creates a user":                 {"POST", "/users", carla, 201, carla},
		"creates with the largest id":    {"POST", "/users", `{"id":9223372036854775807,"name":"Z"}`, 201, `{"id":9223372036854775807,"name":"Z"}`},
		"creates in any script":          {"POST", "/users", `{"name":"Ænïd 李 🙂","id":5}`, 201, `{"id":5,"name":"Ænïd 李 🙂"}`},
		"fails to create the same id":    {"POST", "/users", ana, 409, `{"error":"User already exists"}`},
		"fails to create from nothing":   {"POST", "/users", "{}", 400, `{"error":"'id' is missing; 'name' is missing"}`},
		"fails to create without an id":  {"POST", "/users", `{"name":"Ana"}`, 400, `{"error":"'id' is missing"}`},
		"changes a user":                 {"PUT", "/users/1", `{"id":1,"name":"Ann"}`, 200, `{"id":1,"name":"Ann"}`},
		"changes without an id":          {"PUT", "/users/1", `{"name":"Ann"}`, 200, `{"id":1,"name":"Ann"}`},
		"prefers the id of the path":     {"PUT", "/users/1", `{"id":2,"name":"Ann"}`, 200, `{"id":1,"name":"Ann"}`},
		"changes to the same":            {"PUT", "/users/1", ana, 200, ana},
		"fails to change a missing one":  {"PUT", "/users/9", ana, 404, `{"error":"User not found"}`},
		"looks up before it reads":       {"PUT", "/users/9", `no JSON`, 404, `{"error":"User not found"}`},
		"fails to change to nonsense":    {"PUT", "/users/1", `{"name":""}`, 400, `{"error":"'name' must have 1 to 100 characters, got none but spaces"}`},
		"deletes a user":                 {"DELETE", "/users/1", "", 204, ""},
		"fails to delete a missing one":  {"DELETE", "/users/9", "", 404, `{"error":"User not found"}`},
		"answers HEAD like GET":          {"HEAD", "/users/1", "", 200, ana},
		"ignores a query":                {"GET", "/users?id=1%20OR%201=1--", "", 200, "[" + ana + "," + bea + "]"},
		"stores SQL as the text it is":   {"POST", "/users", `{"id":6,"name":"x'); DROP TABLE users;--"}`, 201, `{"id":6,"name":"x'); DROP TABLE users;--"}`},
		"stores HTML as the text it is":  {"POST", "/users", `{"id":7,"name":"<script>alert(1)</script>"}`, 201, `{"id":7,"name":"\u003cscript\u003ealert(1)\u003c/script\u003e"}`},
		"takes a name of 100 characters": {"POST", "/users", `{"id":8,"name":"` + strings.Repeat("é", 100) + `"}`, 201, `{"id":8,"name":"` + strings.Repeat("é", 100) + `"}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			response := call(t, newRouter(t), test.method, test.path, test.body)

			if response.Code != test.status || strings.TrimSpace(response.Body.String()) != test.want {
				t.Errorf("got %d %s, want %d %s", response.Code, response.Body, test.status, test.want)
			}
			if got := response.Header().Get("Content-Type"); test.want != "" && got != "application/json" {
				t.Errorf("got content type %q, want application/json", got)
			}
		})
	}
}

func TestUsersRemembersChanges(t *testing.T) {
	router := newRouter(t)
	call(t, router, "POST", "/users", carla)
	call(t, router, "PUT", "/users/2", `{"id":3,"name":"Bea Doe"}`)
	call(t, router, "DELETE", "/users/1", "")

	got := strings.TrimSpace(call(t, router, "GET", "/users", "").Body.String())
	if want := `[{"id":2,"name":"Bea Doe"},` + carla + "]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestUsersIsAnEmptyArrayWithoutUsers(t *testing.T) {
	response := call(t, NewRouter(newStore(t), &Health{}), "GET", "/users", "")

	if got := strings.TrimSpace(response.Body.String()); got != "[]" {
		t.Errorf("got %s, want []", got)
	}
}

func TestUsersHasOneAddressPerUser(t *testing.T) {
	router := newRouter(t)
	ids := []string{
		"abc", "0", "-1", "+1", "01", "1.0", "1e0", "0x1", "1_0", "%201", "1%20", "1'--", "1;DROP TABLE users", "%00", "١",
		"9223372036854775808", "-9223372036854775808", strings.Repeat("9", 4000), "null", "1%2F2",
	}
	for _, id := range ids {
		for _, method := range []string{"GET", "PUT", "DELETE"} {
			t.Run(method+" "+shorten(id), func(t *testing.T) {
				path := "/users/" + strings.ReplaceAll(id, " ", "%20")

				if sentence := wantError(t, call(t, router, method, path, ana), 404); sentence != "User not found" {
					t.Errorf("got %q, want that there is no such user", sentence)
				}
			})
		}
	}
}

func TestUsersJudgesTheContentType(t *testing.T) {
	tests := map[string]int{
		"":                                  201,
		"application/json":                  201,
		"Application/JSON; charset=UTF-8":   201,
		"application/json; charset=latin1":  415,
		"application/x-www-form-urlencoded": 415,
		"text/plain":                        415,
		"text/html; <script>":               415,
		"multipart/form-data; boundary=x":   415,
		"application/jsonp":                 415,
		"json":                              415,
	}
	for contentType, status := range tests {
		t.Run(contentType, func(t *testing.T) {
			for method, path := range map[string]string{"POST": "/users", "PUT": "/users/1"} {
				request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(carla))
				request.Header.Set("Content-Type", contentType)
				response := httptest.NewRecorder()

				newRouter(t).ServeHTTP(response, request)

				if status == 415 {
					wantError(t, response, 415)
				} else if response.Code/100 != 2 {
					t.Errorf("got %d %s for %s, want it taken", response.Code, response.Body, method)
				}
			}
		})
	}
}

func TestUsersGivesEachIDToOneOfMany(t *testing.T) {
	server := httptest.NewServer(NewRouter(newStore(t), &Health{}))
	defer server.Close()
	var group sync.WaitGroup
	statuses := make([]int, 200)

	for i := range statuses {
		group.Go(func() {
			var err error
			statuses[i], _, err = send(t.Context(), http.MethodPost, server.URL+"/users", fmt.Sprintf(`{"id":%d,"name":"A"}`, 1+i%20))
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()

	slices.Sort(statuses)
	if want := append(slices.Repeat([]int{201}, 20), slices.Repeat([]int{409}, 180)...); !slices.Equal(statuses, want) {
		t.Errorf("got %v, want 20 created and 180 in conflict", statuses)
	}
	var users []User
	_, body := fetch(t, server.URL+"/users")
	if err := json.Unmarshal([]byte(body), &users); err != nil || len(users) != 20 {
		t.Errorf("got %s (%v), want 20 users", body, err)
	}
}

// brokenStore fails as a damaged file does; the embedded nil would panic for a method not listed here.
type brokenStore struct{ Store }

func (brokenStore) List(context.Context) ([]User, error) {
	return nil, errors.New("no such table: users")
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

	newRouter(t).ServeHTTP(response, request)

	if got := strings.TrimSpace(response.Body.String()); response.Code != 400 || got != `{"error":"body did not arrive whole"}` {
		t.Errorf("got %d %s, want 400 and why", response.Code, got)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
