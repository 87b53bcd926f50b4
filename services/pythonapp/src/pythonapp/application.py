"""Everything that the public port does, put together."""

from pythonapp.asgi import App
from pythonapp.chat import Chat
from pythonapp.health import Health
from pythonapp.log import Log
from pythonapp.metrics import Metrics
from pythonapp.middleware import observe
from pythonapp.router import create_router
from pythonapp.settings import Settings
from pythonapp.sockets import Sockets


class Application:
    """The parts of the service that live as long as it does."""

    def __init__(self, settings: Settings, log: Log) -> None:
        self.settings = settings
        self.log = log
        self.health = Health()
        self.metrics = Metrics()
        self.chat = Chat(settings, self.metrics, log)
        self.sockets = Sockets(self.chat, settings)
        router = create_router(self.health, self.sockets.app)
        self.public: App = observe(router, self.metrics, log)
