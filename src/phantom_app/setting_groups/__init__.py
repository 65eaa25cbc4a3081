"""The settings by what they are about; `Settings` is all of them."""

from phantom_app.setting_groups.accounts import AccountSettings
from phantom_app.setting_groups.addresses import AddressSettings
from phantom_app.setting_groups.calls import CallSettings
from phantom_app.setting_groups.connections import ConnectionSettings
from phantom_app.setting_groups.files import FileSettings
from phantom_app.setting_groups.keeping import KeepingSettings
from phantom_app.setting_groups.observing import ObservingSettings
from phantom_app.setting_groups.places import PlaceSettings
from phantom_app.setting_groups.recordings import RecordingSettings
from phantom_app.setting_groups.servers import ServerSettings
from phantom_app.setting_groups.services import ServiceSettings
from phantom_app.setting_groups.uploads import UploadSettings

__all__ = [
    "AccountSettings",
    "AddressSettings",
    "CallSettings",
    "ConnectionSettings",
    "FileSettings",
    "KeepingSettings",
    "ObservingSettings",
    "PlaceSettings",
    "RecordingSettings",
    "ServerSettings",
    "ServiceSettings",
    "UploadSettings",
]
