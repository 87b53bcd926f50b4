module uptime

go 1.26
