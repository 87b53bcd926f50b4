package main

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	minID         = 1
	maxID         = math.MaxInt64
	maxNameLength = 100
)

// User is one row of the table, in the shape that the API speaks.
type User struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// InvalidUserError lists everything that is wrong with a body, so that a client can fix it in one go.
type InvalidUserError struct {
	Problems []string
}

func (e *InvalidUserError) Error() string {
	return strings.Join(e.Problems, "; ")
}

// ParseNewUser reads a complete user, id included: SQLite would make up an id for one that has none.
func ParseNewUser(body []byte) (User, error) {
	fields, problems, err := parseObject(body, "id", "name")
	if err != nil {
		return User{}, err
	}

	id, problem := readID(fields["id"])
	problems = note(problems, "id", problem)
	name, problem := readName(fields["name"])
	problems = note(problems, "name", problem)
	return userUnless(problems, User{ID: id, Name: name})
}

// ParseUserDetails reads a user whose id is already known; an id in the body is not even looked at.
func ParseUserDetails(id int64, body []byte) (User, error) {
	fields, problems, err := parseObject(body, "id", "name")
	if err != nil {
		return User{}, err
	}

	name, problem := readName(fields["name"])
	problems = note(problems, "name", problem)
	return userUnless(problems, User{ID: id, Name: name})
}

func userUnless(problems []string, user User) (User, error) {
	if len(problems) > 0 {
		return User{}, &InvalidUserError{problems}
	}
	return user, nil
}

// ParseID reads an id in a path. It takes the one way to write each id, so that a user has one address.
func ParseID(text string) (int64, bool) {
	id, err := strconv.ParseInt(text, 10, 64)
	return id, err == nil && id >= minID && strconv.FormatInt(id, 10) == text
}

func note(problems []string, name, problem string) []string {
	if problem == "" {
		return problems
	}
	return append(problems, fmt.Sprintf("'%s' %s", name, problem))
}

// readID reads the digits themselves: 1.0 and 1e3 are whole numbers too, but a client that sends them counts in floats,
// which cannot hold every id.
func readID(raw json.RawMessage) (id int64, problem string) {
	switch {
	case raw == nil || string(raw) == "null":
		return 0, "is missing"
	case strings.Trim(string(raw), "-0123456789") != "":
		return 0, "must be an integer, got " + shorten(string(raw))
	}

	id, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil || id < minID {
		return 0, fmt.Sprintf("must be from %d to %d, got %s", minID, int64(maxID), shorten(string(raw)))
	}
	return id, ""
}

func readName(raw json.RawMessage) (name, problem string) {
	switch {
	case raw == nil || string(raw) == "null":
		return "", "is missing"
	case json.Unmarshal(raw, &name) != nil:
		return "", "must be a string, got " + shorten(string(raw))
	case strings.TrimSpace(name) == "":
		return "", fmt.Sprintf("must have 1 to %d characters, got none but spaces", maxNameLength)
	case utf8.RuneCountInString(name) > maxNameLength:
		return "", fmt.Sprintf("must have 1 to %d characters, got %d", maxNameLength, utf8.RuneCountInString(name))
	case strings.ContainsFunc(name, unicode.IsControl):
		return "", fmt.Sprintf("must not contain control characters, got %q", shorten(name))
	case strings.ContainsRune(name, utf8.RuneError):
		// what Go puts in place of half a surrogate pair: storing it would hide that text was lost
		return "", fmt.Sprintf("must be whole Unicode text, got %q", shorten(name))
	}
	return name, ""
}

// shorten keeps an error readable when the received value is a whole book.
func shorten(value string) string {
	const limit = 40

	runes := []rune(value)
	if len(runes) <= limit {
		return value
	}
	return string(runes[:limit]) + "..."
}
