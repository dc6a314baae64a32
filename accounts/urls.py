"""Included at /account/."""

from django.urls import path

from accounts.views import addresses, details, doors, email, passwords

app_name = "accounts"
urlpatterns = [
    path("", details.show, name="show"),
    path("login/", doors.LoginView.as_view(), name="login"),
    path("logout/", doors.log_out, name="logout"),
    path("logout/everywhere/", doors.log_out_everywhere, name="logout_everywhere"),
    path("signup/", doors.SignUpView.as_view(), name="signup"),
    path("signup/sent/", doors.signup_sent, name="signup_sent"),
    path("email/", email.change_email, name="email"),
    path("email/<str:token>/", email.confirm_email, name="email_confirm"),
    path("addresses/", addresses.address_list, name="addresses"),
    path("addresses/add/", addresses.add_address, name="address_add"),
    path("addresses/<int:pk>/", addresses.edit_address, name="address_edit"),
    path("addresses/<int:pk>/delete/", addresses.delete_address, name="address_delete"),
    path("addresses/<int:pk>/default/", addresses.make_default_address, name="address_default"),
    path("password/", passwords.PasswordChangeView.as_view(), name="password_change"),
    path("password/reset/", passwords.PasswordResetView.as_view(), name="password_reset"),
    path("password/reset/sent/", passwords.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path(
        "password/reset/<uidb64>/<token>/", passwords.PasswordResetConfirmView.as_view(), name="password_reset_confirm"
    ),
]
