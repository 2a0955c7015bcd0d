import Profiles
import Testing
