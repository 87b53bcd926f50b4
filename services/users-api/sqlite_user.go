package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// List implements Store.
func (s *SQLiteStore) List(ctx context.Context) ([]User, error) {
	users := []User{}
	err := s.use(ctx, "list", func(ctx context.Context, conn *sql.Conn) error {
		// another program may have left a name out: the column allows it
		rows, err := conn.QueryContext(ctx, "SELECT id, coalesce(name, '') FROM users ORDER BY id")
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // rows.Err has what matters

		for rows.Next() {
			var user User
			if err := rows.Scan(&user.ID, &user.Name); err != nil {
				return err
			}
			users = append(users, user)
		}
		return rows.Err()
	})
	return users, err
}

// Get implements Store.
func (s *SQLiteStore) Get(ctx context.Context, id int64) (User, error) {
	user := User{ID: id}
	err := s.use(ctx, "get", func(ctx context.Context, conn *sql.Conn) error {
		err := conn.QueryRowContext(ctx, "SELECT coalesce(name, '') FROM users WHERE id = ?", id).Scan(&user.Name)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrUserNotFound
		}
		return err
	})
	return user, err
}

// Create implements Store.
func (s *SQLiteStore) Create(ctx context.Context, user User) error {
	return s.change(ctx, "create", ErrUserExists,
		"INSERT INTO users (id, name) VALUES (?, ?) ON CONFLICT DO NOTHING", user.ID, user.Name)
}

// Update implements Store.
func (s *SQLiteStore) Update(ctx context.Context, user User) error {
	return s.change(ctx, "update", ErrUserNotFound, "UPDATE users SET name = ? WHERE id = ?", user.Name, user.ID)
}

// Delete implements Store.
func (s *SQLiteStore) Delete(ctx context.Context, id int64) error {
	return s.change(ctx, "delete", ErrUserNotFound, "DELETE FROM users WHERE id = ?", id)
}

// change returns unchanged when no row changed.
//
// Each change is one statement and its own transaction: when it has returned, the commit has, and when it fails there
// is no transaction left to end. (RETURNING would break that: its rows come before the commit.)
func (s *SQLiteStore) change(ctx context.Context, operation string, unchanged error, statement string, args ...any) error {
	return s.use(ctx, operation, func(ctx context.Context, conn *sql.Conn) error {
		result, err := conn.ExecContext(ctx, statement, args...)
		if err != nil {
			return err
		}
		count, err := result.RowsAffected()
		if err == nil && count == 0 {
			return unchanged
		}
		return err
	})
}

// use lends the connection to work, which a client that goes away no longer stops: interrupting SQLite would make the
// pool drop the connection, and the lock with it.
func (s *SQLiteStore) use(
	ctx context.Context, operation string, work func(context.Context, *sql.Conn) error,
) error {
	err := s.classify(s.lend(ctx, work))
	if err != nil && !errors.Is(err, ErrUserNotFound) && !errors.Is(err, ErrUserExists) {
		s.failed(operation)
	}
	return err
}

func (s *SQLiteStore) lend(ctx context.Context, work func(context.Context, *sql.Conn) error) error {
	waiting, cancel := context.WithTimeout(ctx, connectionWait)
	defer cancel()
	conn, err := s.db.Conn(waiting)
	if err != nil {
		return err
	}
	// deferred, because a panic must not keep the only connection for ever; it only goes back to the pool
	defer func() { _ = conn.Close() }()
	return work(context.WithoutCancel(ctx), conn)
}

// classify keeps SQLite's own words for the log and adds what the caller can act on.
func (s *SQLiteStore) classify(err error) error {
	switch {
	case err == nil:
		return nil
	case s.isFull(err):
		return fmt.Errorf("%w: %w", ErrStoreFull, err)
	case isPassing(err):
		return fmt.Errorf("%w: %w", ErrStoreUnavailable, err)
	default:
		return err
	}
}
